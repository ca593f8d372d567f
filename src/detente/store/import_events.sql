-- Writes the registered tables staged, sides, acts, places and pairs; see bulk.py.

-- The events that are not in the store yet, each once.
CREATE OR REPLACE TEMP TABLE fresh AS
SELECT s.*, $run::INTEGER AS run
FROM (
    SELECT left(md5($coder || chr(31) || key), 16) AS id, left(md5($coder || chr(31) || story), 16) AS document,
           row_number() OVER () AS "order", *
    FROM staged
) s
ANTI JOIN (SELECT id FROM base.events WHERE coder = $coder) old ON old.id = s.id
QUALIFY row_number() OVER (PARTITION BY s.id ORDER BY "order") = 1;

INSERT INTO base.documents BY NAME
SELECT document AS id, min(url) AS url, min(title) AS title, min(publisher) AS publisher, []::VARCHAR[] AS authors,
       min(published) AS published, 'metadata' AS published_basis, min(language) AS language, '' AS "text",
       [] AS paragraphs, [] AS comments, []::VARCHAR[] AS furniture, $origin AS origin
FROM fresh
ANTI JOIN base.documents known ON known.id = fresh.document
GROUP BY document
ORDER BY published, document;

INSERT INTO base.codings BY NAME
SELECT document, $run AS run, $codebook AS codebook, $coder AS coder, count(*)::INTEGER AS events, true AS current
FROM fresh
GROUP BY document;

INSERT INTO base.events BY NAME
SELECT f.id, f.document, f.run, (row_number() OVER (PARTITION BY f.document ORDER BY f."order") - 1)::INTEGER AS "position",
       a.event_type, a.mode, a.contexts, a.cameo, a.quad_class, a.intensity, a.goldstein,
       coalesce(source.parties, []) AS sources, coalesce(target.parties, []) AS targets,
       f.factuality, [] AS attribution, f."date", coalesce(f.date_end, f."date") AS date_end,
       f."precision" AS date_precision, 'stated' AS date_basis, p.place,
       {'start': coalesce(f."start", 0), 'end': coalesce(f."start", 0) + length(f.evidence), 'text': f.evidence} AS evidence,
       f.confidence, [{'code': 'imported', 'value': $coder, 'span': NULL}] AS reasons,
       $codebook AS codebook, $coder AS coder, [] AS mentions
FROM fresh f
JOIN acts a ON a.key = f.act
LEFT JOIN sides source ON source.key = f.source
LEFT JOIN sides target ON target.key = f.target
LEFT JOIN places p ON p.key = f.place
ORDER BY f."date", f."order";

INSERT INTO base.dyads BY NAME
SELECT f.id AS event, f.document, f.run, p.source, p.target, p.mutual, a.event_type, a.mode, a.cameo, a.quad_class,
       a.intensity, a.goldstein, f.factuality, f."date", f."precision" AS date_precision, 'stated' AS date_basis,
       f.confidence
FROM fresh f
JOIN acts a ON a.key = f.act
JOIN pairs p ON p.source_side = f.source AND p.target_side = f.target AND p.event_type = a.event_type
ORDER BY p.source, p.target, f."date";
