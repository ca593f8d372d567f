-- Version 2. Dyads carry what series ask of an event, so that a relation is read from one table; codings know
-- whether they are the current one of their document; retellings are mentions of an event in other documents.

ALTER TABLE base.codings ADD COLUMN current BOOLEAN;
UPDATE base.codings SET current = error IS NULL AND run = (
    SELECT max(newest.run) FROM base.codings newest
    WHERE newest.document = base.codings.document AND newest.error IS NULL);

CREATE TABLE base.wide_dyads (
    event VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    run INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    mutual BOOLEAN NOT NULL,
    event_type VARCHAR NOT NULL,
    mode VARCHAR,
    cameo VARCHAR NOT NULL,
    quad_class TINYINT NOT NULL,
    intensity DOUBLE NOT NULL,
    goldstein DOUBLE NOT NULL,
    factuality VARCHAR NOT NULL,
    "date" DATE,
    date_precision VARCHAR NOT NULL,
    date_basis VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL
);
INSERT INTO base.wide_dyads
SELECT y.event, y.document, y.run, y.source, y.target, y.mutual, e.event_type, e.mode, e.cameo, e.quad_class,
       e.intensity, e.goldstein, e.factuality, e."date", e.date_precision, e.date_basis, e.confidence
FROM base.dyads y
JOIN base.events e ON e.id = y.event AND e.document = y.document AND e.run = y.run
ORDER BY y.source, y.target, e."date", y.event;
DROP TABLE base.dyads;
ALTER TABLE base.wide_dyads RENAME TO dyads;

-- One row per event and document that tells of it besides the one it was coded from; made by imports.
CREATE TABLE base.retellings (
    event VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    publisher VARCHAR,
    published DATE,
    confidence DOUBLE,
    coder VARCHAR NOT NULL
);
