-- breaking: yes
--
-- Every time is in milliseconds since 1970 in UTC. A row's `number` is its place in the order of writing: later rows
-- have higher ones, so that "newest first" follows the order of events even where the clock was set back, and so that
-- indexes stay small (SQLite ends each index entry with it). What concerns a person is sealed by the service before
-- it comes here; such columns are named sealed_* or wrapped_*.

CREATE TABLE clients (
  number INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  ref BLOB NOT NULL CHECK (length(ref) = 16),
  wrapped_key BLOB NOT NULL,
  consecutive_failures INTEGER NOT NULL CHECK (consecutive_failures >= 0),
  locked_until INTEGER,
  answered INTEGER NOT NULL CHECK (answered >= 0),
  -- A JSON object: for each kind of fact, how often it was shown and how often answered wrong; never a value.
  ledger TEXT NOT NULL,
  -- A JSON array of times, oldest first.
  asked_at TEXT NOT NULL,
  latest TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  UNIQUE (channel, ref)
) STRICT;

-- Who answered wrong since their last right answer, for the operator's desk: most rows are not in it.
CREATE INDEX clients_held_back ON clients (channel, consecutive_failures) WHERE consecutive_failures > 0;

CREATE TABLE challenges (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  client INTEGER NOT NULL REFERENCES clients (number),
  -- A keyed pseudonym of the telephone number, to find the challenge by.
  phone_ref BLOB CHECK (length(phone_ref) = 16),
  policy TEXT NOT NULL,
  -- Begins with the second of its making: new ones go to the end of their index.
  token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 36),
  status TEXT NOT NULL CHECK (status IN ('pending', 'passed', 'failed', 'expired', 'canceled')),
  attempts INTEGER NOT NULL CHECK (attempts BETWEEN 0 AND attempts_allowed),
  attempts_allowed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  decided_at INTEGER,
  reason TEXT,
  first_viewed_at INTEGER,
  first_previewed_at INTEGER,
  version INTEGER NOT NULL CHECK (version >= 1),
  sealed_details BLOB NOT NULL,
  sealed_questions BLOB,
  CHECK ((status = 'pending') = (decided_at IS NULL)),
  CHECK ((status = 'pending') = (reason IS NULL)),
  -- Questions and answers are gone when a challenge ends.
  CHECK (status = 'pending' OR sealed_questions IS NULL)
) STRICT;

CREATE INDEX challenges_by_channel ON challenges (channel, status);
CREATE INDEX challenges_by_client ON challenges (client);
CREATE INDEX challenges_by_phone ON challenges (phone_ref) WHERE phone_ref IS NOT NULL;
CREATE INDEX challenges_denied ON challenges (channel) WHERE reason = 'canceled_by_person';
CREATE INDEX challenges_pending ON challenges (expires_at) WHERE status = 'pending';

-- What must never happen ends its whole transaction. Where a statement might have to be undone alone (ABORT), SQLite keeps
-- a copy of each page that it changes, for each row that is written.
CREATE TRIGGER challenges_keep_their_verdict BEFORE UPDATE OF status, reason, decided_at ON challenges
WHEN OLD.status <> 'pending' AND (NEW.status, NEW.reason, NEW.decided_at) IS NOT (OLD.status, OLD.reason, OLD.decided_at)
BEGIN
  SELECT RAISE(ROLLBACK, 'a verdict does not change');
END;

CREATE TABLE deliveries (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  challenge INTEGER NOT NULL REFERENCES challenges (number),
  channel TEXT NOT NULL,
  connector TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('created', 'viewed', 'passed', 'failed', 'expired', 'canceled')),
  sealed_link BLOB,
  status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'given_up')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  -- Of these, the ones made before it was last sent again.
  attempts_before INTEGER NOT NULL CHECK (attempts_before BETWEEN 0 AND attempts),
  created_at INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  last_error TEXT,
  delivered_at INTEGER,
  -- Whether an attempt is under way, and `next_attempt_at` the end of its lease.
  leased INTEGER NOT NULL DEFAULT 0 CHECK (leased IN (0, 1)),
  -- A link is kept for as long as it may still have to be sent.
  CHECK (sealed_link IS NULL OR (event = 'created' AND status = 'pending'))
) STRICT;

CREATE INDEX deliveries_by_channel ON deliveries (channel, status, created_at);
CREATE INDEX deliveries_by_challenge ON deliveries (challenge);
CREATE INDEX deliveries_pending ON deliveries (channel, next_attempt_at) WHERE status = 'pending';

CREATE TABLE idempotency (
  channel TEXT NOT NULL,
  -- SHA-256 of the key as it was sent: bots put phone numbers into them.
  key_hash BLOB NOT NULL,
  request_hash BLOB NOT NULL,
  -- Whom the answer tells of: it goes when that one is erased.
  challenge TEXT NOT NULL,
  sealed_answer BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (channel, key_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_by_end ON idempotency (expires_at);
CREATE INDEX idempotency_by_challenge ON idempotency (challenge);

-- Clients whose data is blocked: out of reach of everything but an officer's word until it is erased. A client who
-- comes back meanwhile is a new one in `clients`.
CREATE TABLE blocked_clients (
  number INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  ref BLOB NOT NULL CHECK (length(ref) = 16),
  wrapped_key BLOB NOT NULL,
  blocked_at INTEGER NOT NULL,
  erase_at INTEGER NOT NULL
) STRICT;

CREATE INDEX blocked_clients_by_ref ON blocked_clients (channel, ref);
CREATE INDEX blocked_clients_by_end ON blocked_clients (erase_at);

-- Challenges of which only the log's evidence is left, and by whose key it opens: the client's, or a blocked one's.
CREATE TABLE past_challenges (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  client BLOB NOT NULL CHECK (length(client) = 16),
  blocked INTEGER REFERENCES blocked_clients (number)
) STRICT, WITHOUT ROWID;

CREATE INDEX past_challenges_by_client ON past_challenges (channel, client);
CREATE INDEX past_challenges_blocked ON past_challenges (blocked) WHERE blocked IS NOT NULL;

-- How far into the log what was due has been erased: entries below that index were looked at.
CREATE TABLE retention (
  class TEXT PRIMARY KEY CHECK (class IN ('views')),
  below_index INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys that must outlive SECRET_KEY, under the one that holds now.
CREATE TABLE lasting_keys (
  name TEXT PRIMARY KEY CHECK (name IN ('lasting')),
  wrapped_keys BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  scope TEXT NOT NULL CHECK (scope IN ('bot', 'operator')),
  -- '*' for every channel.
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;

CREATE INDEX api_keys_by_channel ON api_keys (channel);

-- Operators who are signed in at the desk. Of what their browsers hold only a hash.
CREATE TABLE desk_sessions (
  token_hash BLOB PRIMARY KEY,
  key_id TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_sessions_by_use ON desk_sessions (seen_at);

-- The append-only log. It outlives the challenges that it names, hence no foreign key to them.
CREATE TABLE audit_entries (
  entry_index INTEGER PRIMARY KEY,
  -- Also within the entry; here to find it by.
  challenge TEXT,
  -- Of a verdict its channel, null for any other entry: here to read a channel's verdicts in their order.
  verdict_channel TEXT,
  -- What the tree has as its leaf: canonical JSON.
  entry BLOB NOT NULL,
  -- The roots of the complete subtrees that end with this leaf, 32 bytes each, smallest first: the leaf itself, over 2
  -- leaves, over 4, …
  -- They never change again, and every proof is made of them.
  subtree_hashes BLOB NOT NULL,
  -- What the entry commits to of a person: erased when the law asks, which leaves the tree as it is.
  sealed_disclosures BLOB
) STRICT;

CREATE INDEX audit_by_challenge ON audit_entries (challenge) WHERE challenge IS NOT NULL;
CREATE INDEX audit_verdicts ON audit_entries (verdict_channel) WHERE verdict_channel IS NOT NULL;

CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit_entries
WHEN NEW.entry_index <> coalesce((SELECT entry_index + 1 FROM audit_entries ORDER BY entry_index DESC LIMIT 1), 0)
BEGIN
  SELECT RAISE(ROLLBACK, 'the audit log only grows at its end, without gaps');
END;

CREATE TRIGGER audit_is_not_edited BEFORE UPDATE ON audit_entries
WHEN NEW.sealed_disclosures IS NOT NULL
  OR (NEW.entry_index, NEW.challenge, NEW.verdict_channel, NEW.entry, NEW.subtree_hashes)
    IS NOT (OLD.entry_index, OLD.challenge, OLD.verdict_channel, OLD.entry, OLD.subtree_hashes)
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit_entries
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- One row: what must be known of the log to append to it.
CREATE TABLE audit_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL CHECK (size >= 0),
  -- The roots of the largest complete subtrees, 32 bytes each, largest first.
  frontier_hashes BLOB NOT NULL,
  last_time INTEGER NOT NULL,
  -- What the newest entry policy.changed says.
  policy TEXT,
  -- The log's name in its checkpoints.
  origin TEXT
) STRICT;

INSERT INTO audit_state (id, size, frontier_hashes, last_time) VALUES (1, 0, x'', 0);

-- The keys by which the log is signed, oldest first.
CREATE TABLE signing_keys (
  number INTEGER PRIMARY KEY,
  public_key TEXT NOT NULL UNIQUE,
  -- The private half; gone once a newer key has taken this one's place.
  wrapped_seed BLOB
) STRICT;

-- What the log was seen to be at some sizes, signed.
CREATE TABLE checkpoints (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL,
  cosignatures INTEGER NOT NULL CHECK (cosignatures >= 0),
  timestamp_token BLOB
) STRICT;

CREATE INDEX checkpoints_cosigned ON checkpoints (size, cosignatures) WHERE cosignatures > 0;
CREATE INDEX checkpoints_stamped ON checkpoints (size, cosignatures) WHERE timestamp_token IS NOT NULL;

-- One row that is written to find out whether anything can be.
CREATE TABLE pulse (beats INTEGER NOT NULL) STRICT;
INSERT INTO pulse (beats) VALUES (0);
