-- The views that people query. They are made anew whenever a store is opened for writing.

-- The run that coded each document last without failing; events of older runs stay in base.events. A document
-- whose events were imported in several goes has a row for each of them.
CREATE OR REPLACE VIEW current_codings AS
SELECT document, run
FROM base.codings
WHERE current;

-- Whether an event belongs in a series of relations: what is asserted or planned; the past where the text dates
-- it, since a retold past dated by its retelling would be counted as news; threats, whose condition is part of
-- the act. Not what is denied or otherwise hypothetical, and not statements and appeals of imported events,
-- which PLOVER has no type for.
CREATE OR REPLACE MACRO belongs(event_type, factuality, date_basis) AS
    event_type <> 'NONE' AND (
        factuality IN ('asserted', 'future')
        OR (factuality = 'historical' AND date_basis <> 'publication')
        OR (factuality = 'hypothetical' AND event_type = 'THREATEN'));

CREATE OR REPLACE VIEW runs AS
SELECT * FROM base.runs;

CREATE OR REPLACE VIEW documents AS
SELECT d.id, d.url, d.title, d.standfirst, d.section, d.publisher, d.authors, d.published, d.published_basis,
       d.language, d.text, len(d.comments) AS comments, d.origin,
       coalesce(d.error, last.error) AS error, last.events, last.codebook, last.coder
FROM base.documents d
LEFT JOIN (
    SELECT document, arg_max(error, run) AS error, arg_max(codebook, run) AS codebook, arg_max(coder, run) AS coder,
           coalesce(sum(events) FILTER (current), arg_max(events, run)) AS events
    FROM base.codings
    GROUP BY document
) last ON last.document = d.id;

CREATE OR REPLACE VIEW comments AS
SELECT document, "position", comment.author AS author, comment."text" AS "text", comment."start" AS "start"
FROM (
    SELECT id AS document, unnest(comments) AS comment, generate_subscripts(comments, 1) AS "position"
    FROM base.documents
);

CREATE OR REPLACE VIEW events AS
SELECT e.id, e.document, e."position", e.event_type, e.mode, e.contexts, e.cameo, e.quad_class, e.intensity,
       e.goldstein,
       list_distinct([p.country FOR p IN e.sources IF p.country IS NOT NULL]) AS source_countries,
       list_distinct([p.country FOR p IN e.targets IF p.country IS NOT NULL]) AS target_countries,
       e.factuality, e."date", e.date_end, e.date_precision, e.date_basis,
       e.place."name" AS place_name, e.place.country AS place_country,
       e.place.latitude AS latitude, e.place.longitude AS longitude,
       e.evidence."text" AS evidence, e.evidence."start" AS evidence_start, e.evidence."end" AS evidence_end,
       e.confidence, e.codebook, e.coder, d.published, d.publisher, d.title, d.url
FROM base.events e
JOIN current_codings c ON c.document = e.document AND c.run = e.run
JOIN base.documents d ON d.id = e.document;

CREATE OR REPLACE VIEW parties AS
SELECT event, document, side, "position", party."text" AS "text", party."start" AS "start", party."end" AS "end",
       party.actor AS actor, party."name" AS "name", party.country AS country, party.sector AS sector,
       party."role" AS "role", party.reason AS reason
FROM (
    SELECT e.id AS event, e.document, 'source' AS side, unnest(e.sources) AS party,
           generate_subscripts(e.sources, 1) AS "position", e.run
    FROM base.events e
    UNION ALL
    SELECT e.id, e.document, 'target', unnest(e.targets), generate_subscripts(e.targets, 1), e.run
    FROM base.events e
)
JOIN current_codings USING (document, run);

CREATE OR REPLACE VIEW attribution AS
SELECT event, document, "position", link.kind AS kind, link.cue AS cue, link.speaker."text" AS speaker,
       link.speaker.actor AS speaker_actor, link.speaker."name" AS speaker_name,
       link.speaker.country AS speaker_country, link.speaker.sector AS speaker_sector
FROM (
    SELECT e.id AS event, e.document, unnest(e.attribution) AS link,
           generate_subscripts(e.attribution, 1) AS "position", e.run
    FROM base.events e
)
JOIN current_codings USING (document, run);

CREATE OR REPLACE VIEW mentions AS
SELECT event, document, "position", mention."start" AS "start", mention."end" AS "end", mention."text" AS "text"
FROM (
    SELECT e.id AS event, e.document, unnest(e.mentions) AS mention,
           generate_subscripts(e.mentions, 1) AS "position", e.run
    FROM base.events e
)
JOIN current_codings USING (document, run);

CREATE OR REPLACE VIEW retellings AS
SELECT * FROM base.retellings;

-- One row per event and directed pair, with all that a series asks for; counted says whether series count it.
CREATE OR REPLACE VIEW dyads AS
SELECT y.*, belongs(event_type, factuality, date_basis) AS counted
FROM base.dyads y
ANTI JOIN (SELECT document, run FROM base.codings WHERE NOT current) old
    ON old.document = y.document AND old.run = y.run;

-- The same with the words that say so, which are slower to read.
CREATE OR REPLACE VIEW dyad_events AS
SELECT y.source, y.target, y.mutual, y.event, y.document, y.event_type, y.mode, y.cameo, y.quad_class,
       y.intensity, y.goldstein, y.factuality, y."date", y.date_precision, y.date_basis, y.counted,
       e.evidence."text" AS evidence, y.confidence
FROM dyads y
JOIN base.events e ON e.id = y.event AND e.document = y.document AND e.run = y.run;

-- One row per document of a group of copies: the same text with another headline, cut, or lightly edited.
CREATE OR REPLACE VIEW copies AS
SELECT c.document, c.original, d.publisher, d.published, d.title, d.url, c.overlap, c.likeness
FROM base.copies c
JOIN base.documents d ON d.id = c.document;

CREATE OR REPLACE VIEW reprints AS
SELECT * FROM base.reprints;

-- One row per event of a happening that several events tell of, with the reason why it was joined.
CREATE OR REPLACE VIEW tellings AS
SELECT t.happening, t.telling, t.event, e.document, e.event_type, d.publisher, d.published,
       coalesce(r.voice, 'text ' || e.document) AS voice, e.evidence."text" AS evidence, t.beside, t.likeness, t.reasons
FROM base.tellings t
JOIN base.events e ON e.id = t.event
JOIN current_codings c ON c.document = e.document AND c.run = e.run
JOIN base.documents d ON d.id = e.document
LEFT JOIN base.traces r ON r.event = t.event;

-- One row per happening, also those that one event tells of. What it was is as the first telling has it.
CREATE OR REPLACE VIEW happenings AS
SELECT happening AS id, min("day") AS "day", arg_min(event_type, telling) AS event_type, arg_min(mode, telling) AS mode,
       arg_min(quad_class, telling) AS quad_class, arg_min(intensity, telling) AS intensity,
       arg_min(factuality, telling) AS factuality,
       list_distinct(flatten(list([p.country FOR p IN sources IF p.country IS NOT NULL]))) AS source_countries,
       list_distinct(flatten(list([p.country FOR p IN targets IF p.country IS NOT NULL]))) AS target_countries,
       arg_min(place."name", telling) AS place_name, count(*) AS events,
       sum(greatest(1, len(mentions)) * (1 + coalesce(len(reprinted), 0)) + coalesce(len(retold), 0))::BIGINT AS mentions,
       (count(DISTINCT document) + sum(coalesce(len(reprinted), 0) + coalesce(len(retold), 0)))::BIGINT AS articles,
       len(list_distinct(flatten(list([publisher] || coalesce(reprinted, []) || coalesce(retold, [])))))::BIGINT
           AS publishers,
       count(DISTINCT voice) AS speakers, arg_min(evidence, telling) AS evidence
FROM (
    SELECT coalesce(t.happening, e.id) AS happening, coalesce(t.telling, 1) AS telling,
           coalesce(t."day", e."date") AS "day", e.document, e.event_type, e.mode, e.quad_class, e.intensity, e.factuality,
           e.sources, e.targets, e.place, e.mentions, e.evidence."text" AS evidence, d.publisher,
           coalesce(r.voice, 'text ' || e.document) AS voice, again.publishers AS reprinted, other.publishers AS retold
    FROM base.events e
    JOIN current_codings c ON c.document = e.document AND c.run = e.run
    JOIN base.documents d ON d.id = e.document
    LEFT JOIN base.tellings t ON t.event = e.id
    LEFT JOIN base.traces r ON r.event = e.id
    LEFT JOIN (SELECT document, list(publisher) AS publishers FROM base.reprints GROUP BY document) again
        ON again.document = e.document
    LEFT JOIN (SELECT event, list(publisher) AS publishers FROM base.retellings GROUP BY event) other
        ON other.event = e.id
)
GROUP BY happening;

-- The view dyads, with the happening that each event tells of and its day; telling 1 told of it first.
CREATE OR REPLACE VIEW told_dyads AS
SELECT y.* EXCLUDE ("date"), coalesce(t."day", y."date") AS "date", coalesce(t.happening, y.event) AS happening,
       coalesce(t.telling, 1) AS telling
FROM dyads y
LEFT JOIN base.tellings t ON t.event = y.event;
