-- Facts (meta, source, identity, sample) are written once and never change.
-- Beliefs (belief, finding) are an append-only log: each row belongs to one revision, and the state of a
-- sample at revision R is its row with the largest revision <= R.
-- References between tables are by id; they are not enforced by SQLite, since the only writer is Cleaner.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A folder, archive set or list that samples were read from.
CREATE TABLE source (
  id      INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,          -- 'folder', 'recordio', 'webdataset', ...
  root    TEXT NOT NULL,          -- absolute path that locators are relative to
  options TEXT NOT NULL,          -- JSON
  UNIQUE (kind, root)
) STRICT;

CREATE TABLE identity (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- One image as it lies in a source. Rows are appended in id order.
CREATE TABLE sample (
  id          INTEGER PRIMARY KEY,
  source_id   INTEGER NOT NULL,
  locator     TEXT NOT NULL,      -- path relative to the source's root, '/' separated
  container   INTEGER NOT NULL,   -- 0 file, 1 range of a file, 2 base64 text, 3 RecordIO record, 4 range of a gzip stream
  "offset"    INTEGER NOT NULL,
  length      INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,   -- size of the encoded image
  modified    INTEGER NOT NULL,   -- .NET ticks, UTC
  sha256      BLOB,               -- of the encoded bytes
  pixel_hash  INTEGER,            -- of the decoded pixels (64 bits, two's complement)
  phash       INTEGER,            -- DCT perceptual hash (64 bits, two's complement)
  width       INTEGER NOT NULL,   -- after EXIF orientation
  height      INTEGER NOT NULL,
  format      TEXT NOT NULL,      -- 'jpeg', 'png', 'webp', ...; '' unknown
  orientation INTEGER NOT NULL,   -- EXIF 1..8
  status      INTEGER NOT NULL,   -- 0 ok, 1 damaged, 2 foreign, 3 missing, 4 skipped
  reason      TEXT,               -- why it is not ok
  identity_id INTEGER NOT NULL,   -- the identity that its source gives it
  label       TEXT,               -- label as read; NULL: the same as the identity's name
  split       TEXT,
  brightness  REAL,
  contrast    REAL,
  blur        REAL,
  entropy     REAL,
  aspect      REAL,
  near_grey   INTEGER,
  flags       INTEGER,
  landmarks   BLOB,               -- 10 float32, little-endian: x1 y1 ... x5 y5
  box         BLOB,               -- 4 float32: x0 y0 x1 y1
  align       BLOB,               -- 6 float32: 2x3 transform source -> template, row-major
  align_size  INTEGER NOT NULL    -- side of the template in pixels; 0: no transform
) STRICT;

CREATE TABLE revision (
  id           INTEGER PRIMARY KEY,
  parent       INTEGER,
  created      TEXT NOT NULL,     -- ISO 8601, UTC
  command      TEXT NOT NULL,
  settings     TEXT NOT NULL,     -- JSON
  tool_version TEXT NOT NULL,
  actor        TEXT NOT NULL,
  counts       TEXT NOT NULL      -- JSON
) STRICT;

-- At most one row: a revision that is being written in batches. Its id is larger than every committed one,
-- so nothing written under it is visible until it moves into table revision.
CREATE TABLE pending (
  id           INTEGER PRIMARY KEY,
  created      TEXT NOT NULL,
  command      TEXT NOT NULL,
  settings     TEXT NOT NULL,
  tool_version TEXT NOT NULL,
  actor        TEXT NOT NULL,
  first_sample INTEGER NOT NULL,  -- samples from this id on belong to it
  note         TEXT NOT NULL      -- where its writer was, in the writer's own words
) STRICT;

-- Clustered by (sample, revision): the state at a revision streams in id order without a sort.
CREATE TABLE belief (
  sample_id    INTEGER NOT NULL,
  revision     INTEGER NOT NULL,
  state        INTEGER NOT NULL,  -- 0 kept, 1 dropped, 2 duplicate, 3 unusable
  identity_id  INTEGER NOT NULL,
  duplicate_of INTEGER,
  rule         TEXT,
  score        REAL,
  reason       TEXT,
  PRIMARY KEY (sample_id, revision)
) STRICT, WITHOUT ROWID;

-- What was noticed about identities or pairs of samples: merge and split candidates, conflicts.
CREATE TABLE finding (
  id         INTEGER PRIMARY KEY,
  revision   INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  identity_a INTEGER NOT NULL,
  identity_b INTEGER NOT NULL,
  sample_a   INTEGER NOT NULL,
  sample_b   INTEGER NOT NULL,
  score      REAL,
  reason     TEXT NOT NULL,
  detail     TEXT NOT NULL        -- JSON
) STRICT;
CREATE INDEX finding_by_revision ON finding (revision);
