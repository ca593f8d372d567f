-- Writes the registered table retold; see bulk.py.
INSERT INTO base.retellings BY NAME
SELECT DISTINCT ON (event, document) *
FROM (
    SELECT left(md5($coder || chr(31) || r.key), 16) AS event, left(md5($coder || chr(31) || r.story), 16) AS document,
           r.publisher, r.published, r.confidence, $coder AS coder
    FROM retold r
) r
SEMI JOIN base.events e ON e.id = r.event AND e.coder = r.coder
ANTI JOIN base.retellings old ON old.event = r.event AND old.document = r.document;
