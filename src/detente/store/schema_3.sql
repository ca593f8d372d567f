-- Version 3. What tells of the same: copies of an article, happenings that several events tell of, and what people
-- ruled on both. All but base.rulings can be made again from documents and events ("detente store merge --anew").

-- One row per document: what its words are known by. bands are hashes of which two near-duplicates share one.
CREATE TABLE base.prints (
    document VARCHAR NOT NULL,
    published DATE,
    whole UBIGINT NOT NULL,
    shingles INTEGER NOT NULL,
    bands UBIGINT[] NOT NULL
);

-- Two documents with the same text: overlap is the share of the shorter one's shingles that stand in the longer one,
-- likeness is Jaccard's.
CREATE TABLE base.copy_pairs (
    a VARCHAR NOT NULL,
    b VARCHAR NOT NULL,
    overlap DOUBLE NOT NULL,
    likeness DOUBLE NOT NULL
);

-- One row per document of a group of copies; original is the one of them that was published first.
CREATE TABLE base.copies (
    document VARCHAR NOT NULL,
    original VARCHAR NOT NULL,
    published DATE,
    overlap DOUBLE NOT NULL,
    likeness DOUBLE NOT NULL
);

-- Where else a document stands, word for word and with the same day; it is stored once.
CREATE TABLE base.reprints (
    document VARCHAR NOT NULL,
    url VARCHAR,
    publisher VARCHAR,
    origin VARCHAR NOT NULL
);

-- One row per current event that has words of its own: what it is compared by.
CREATE TABLE base.traces (
    event VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    run INTEGER NOT NULL,
    slot DATE NOT NULL,
    slot_end DATE NOT NULL,
    dated BOOLEAN NOT NULL,
    family VARCHAR NOT NULL,
    event_type VARCHAR NOT NULL,
    mode VARCHAR,
    sources VARCHAR[] NOT NULL,
    targets VARCHAR[] NOT NULL,
    persons VARCHAR[] NOT NULL,
    place VARCHAR,
    place_country VARCHAR,
    latitude DOUBLE,
    longitude DOUBLE,
    words VARCHAR[] NOT NULL,
    names VARCHAR[] NOT NULL,
    numbers VARCHAR[] NOT NULL,
    published DATE,
    voice VARCHAR NOT NULL
);

-- One row per event that tells of a happening which another event tells of too. A happening is named after the event
-- that told of it first (telling 1). beside, likeness and reasons say with which event it was joined, and why.
CREATE TABLE base.tellings (
    event VARCHAR NOT NULL,
    happening VARCHAR NOT NULL,
    telling INTEGER NOT NULL,
    day DATE,
    beside VARCHAR,
    likeness DOUBLE NOT NULL,
    reasons STRUCT(code VARCHAR, "value" VARCHAR)[] NOT NULL
);

-- What people ruled: that two events or two documents tell of the same, or do not. Rows are only ever added; the
-- last one on a pair stands. Events are known by their words too, so that a ruling outlives a newer coder.
CREATE TABLE base.rulings (
    ruling INTEGER NOT NULL,
    made TIMESTAMP NOT NULL,
    author VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    a VARCHAR NOT NULL,
    b VARCHAR NOT NULL,
    same BOOLEAN NOT NULL,
    note VARCHAR NOT NULL,
    a_document VARCHAR,
    a_type VARCHAR,
    a_start INTEGER,
    a_end INTEGER,
    b_document VARCHAR,
    b_type VARCHAR,
    b_start INTEGER,
    b_end INTEGER
);
