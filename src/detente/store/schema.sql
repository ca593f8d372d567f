-- Version 1 of the store. The tables keep everything that was ever coded, one version beside the other;
-- the views in views.sql show the newest coding of each document and are what people query.

CREATE SCHEMA IF NOT EXISTS base;

-- One row per run of ingest; finished is null where the run was cut off. Counts are those written so far.
CREATE TABLE base.runs (
    run INTEGER NOT NULL,
    started TIMESTAMP NOT NULL,
    finished TIMESTAMP,
    codebook VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    detente VARCHAR NOT NULL,
    documents BIGINT NOT NULL,
    events BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    failed BIGINT NOT NULL
);

-- One row per document, keyed by the hash of its content; error is set where the page could not be read.
CREATE TABLE base.documents (
    id VARCHAR NOT NULL,
    url VARCHAR,
    title VARCHAR,
    title_span STRUCT("start" INTEGER, "end" INTEGER),
    standfirst VARCHAR,
    standfirst_span STRUCT("start" INTEGER, "end" INTEGER),
    section VARCHAR,
    publisher VARCHAR,
    authors VARCHAR[] NOT NULL,
    published DATE,
    published_basis VARCHAR,
    language VARCHAR,
    text VARCHAR NOT NULL,
    paragraphs STRUCT("start" INTEGER, "end" INTEGER)[] NOT NULL,
    comments STRUCT("text" VARCHAR, author VARCHAR, "start" INTEGER)[] NOT NULL,
    furniture VARCHAR[] NOT NULL,
    error VARCHAR,
    origin VARCHAR NOT NULL
);

-- Which document was coded in which run; error is set where the coder failed on it.
CREATE TABLE base.codings (
    document VARCHAR NOT NULL,
    run INTEGER NOT NULL,
    codebook VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    events INTEGER NOT NULL,
    error VARCHAR
);

-- One row per event and run; position is its place among the events of its document.
CREATE TABLE base.events (
    id VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    run INTEGER NOT NULL,
    position INTEGER NOT NULL,
    event_type VARCHAR NOT NULL,
    mode VARCHAR,
    contexts VARCHAR[] NOT NULL,
    cameo VARCHAR NOT NULL,
    quad_class TINYINT NOT NULL,
    intensity DOUBLE NOT NULL,
    goldstein DOUBLE NOT NULL,
    sources STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, actor VARCHAR, "name" VARCHAR,
                   country VARCHAR, sector VARCHAR, "role" VARCHAR, reason VARCHAR)[] NOT NULL,
    targets STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, actor VARCHAR, "name" VARCHAR,
                   country VARCHAR, sector VARCHAR, "role" VARCHAR, reason VARCHAR)[] NOT NULL,
    factuality VARCHAR NOT NULL,
    attribution STRUCT(
        speaker STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER, actor VARCHAR, "name" VARCHAR,
                       country VARCHAR, sector VARCHAR, "role" VARCHAR, reason VARCHAR),
        cue VARCHAR, kind VARCHAR)[] NOT NULL,
    "date" DATE,
    date_end DATE,
    date_precision VARCHAR NOT NULL,
    date_basis VARCHAR NOT NULL,
    place STRUCT("text" VARCHAR, "name" VARCHAR, country VARCHAR, latitude DOUBLE, longitude DOUBLE),
    evidence STRUCT("start" INTEGER, "end" INTEGER, "text" VARCHAR) NOT NULL,
    confidence DOUBLE NOT NULL,
    reasons STRUCT(code VARCHAR, "value" VARCHAR, span STRUCT("start" INTEGER, "end" INTEGER))[] NOT NULL,
    codebook VARCHAR NOT NULL,
    coder VARCHAR NOT NULL,
    mentions STRUCT("start" INTEGER, "end" INTEGER, "text" VARCHAR)[] NOT NULL
);

-- Which pairs of actors an event joins, as relate/dyads.py says; keys are country codes and actor ids.
CREATE TABLE base.dyads (
    event VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    run INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    mutual BOOLEAN NOT NULL
);
