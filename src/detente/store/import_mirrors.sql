-- Layouts with one source and one target a row tell of talks twice, once for each side. Such rows of one document, day,
-- place and code are one happening in both directions. $run is the run to look at, null for all. Documents without
-- publisher and address are collections of a day, not stories: there two rows may be two meetings.
INSERT INTO base.tellings BY NAME
WITH told AS (
    SELECT e.id, e.document, e."date", e.cameo, hash(e.place) AS place, hash(e.sources) AS source,
           hash(e.targets) AS target,
           row_number() OVER (PARTITION BY e.document, e."date", e.cameo, e.place, e.sources, e.targets ORDER BY e.id)
               AS number
    FROM base.events e
    JOIN base.documents d ON d.id = e.document
    WHERE e.event_type IN (SELECT unnest($mutual::VARCHAR[])) AND e.evidence."text" = ''
      AND e.reasons[1].code = 'imported' AND (d.publisher IS NOT NULL OR d.url IS NOT NULL)
      AND ($run IS NULL OR e.run = $run) AND len(e.sources) > 0 AND len(e.targets) > 0 AND e.sources <> e.targets
),
mirrored AS (
    SELECT a.id AS a, b.id AS b, a."date" AS "day"
    FROM told a
    JOIN told b ON b.document = a.document AND b."date" = a."date" AND b.cameo = a.cameo AND b.place = a.place
         AND b.source = a.target AND b.target = a.source AND b.number = a.number AND a.id < b.id
    ANTI JOIN base.tellings known ON known.event = a.id
    WHERE NOT EXISTS (SELECT 1 FROM base.rulings r WHERE r.kind = 'happening' AND NOT r.same
                      AND r.ruling NOT IN (SELECT w.a::INTEGER FROM base.rulings w WHERE w.kind = 'withdrawn')
                      AND r.a IN (a.id, b.id) AND r.b IN (a.id, b.id))
)
SELECT a AS event, a AS happening, 1 AS telling, "day", b AS beside, 1.0 AS likeness,
       [{'code': 'mirrored', 'value': b}] AS reasons
FROM mirrored
UNION ALL
SELECT b, a, 2, "day", a, 1.0, [{'code': 'mirrored', 'value': a}]
FROM mirrored;
