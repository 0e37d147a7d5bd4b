-- @text is TEXT, compared by bytes on both databases. Times are UTC milliseconds, days are company-local.
CREATE TABLE journal_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch @text NOT NULL,
  seq BIGINT NOT NULL
);
CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,
  epoch @text NOT NULL,
  kind @text NOT NULL,
  id @text NOT NULL,
  actor @text NOT NULL,
  at BIGINT NOT NULL
);
CREATE TABLE settings (
  key @text PRIMARY KEY,
  value @text NOT NULL
);
CREATE TABLE surveys (
  key @text PRIMARY KEY,
  version INTEGER NOT NULL,
  state @text NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE questionnaires (
  survey @text NOT NULL REFERENCES surveys(key),
  version INTEGER NOT NULL,
  document @text NOT NULL,
  created_at BIGINT NOT NULL,
  created_by @text NOT NULL,
  PRIMARY KEY (survey, version)
);
CREATE TABLE accounts (
  id @text PRIMARY KEY,
  name @text NOT NULL,
  search @text NOT NULL,
  segment @text NOT NULL,
  partner @text NOT NULL,
  tenure @text NOT NULL,
  attributes @text NOT NULL
);
CREATE TABLE contacts (
  id @text PRIMARY KEY,
  account @text NOT NULL,
  name @text NOT NULL,
  email @text NOT NULL,
  role @text NOT NULL,
  language @text NOT NULL,
  attributes @text NOT NULL
);
CREATE INDEX contacts_by_email ON contacts (email) WHERE email <> '';
CREATE TABLE responses (
  id @text PRIMARY KEY,
  survey @text NOT NULL,
  version INTEGER NOT NULL,
  status @text NOT NULL CHECK (status IN ('started', 'finished', 'abandoned')),
  seq BIGINT NOT NULL,
  page INTEGER NOT NULL,
  day INTEGER NOT NULL,
  started_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  channel @text NOT NULL,
  language @text NOT NULL,
  account @text NOT NULL,
  contact @text NOT NULL,
  segment @text NOT NULL,
  partner @text NOT NULL,
  role @text NOT NULL,
  tenure @text NOT NULL,
  stage @text NOT NULL,
  attributes @text NOT NULL,
  answers @text NOT NULL,
  comment @text NOT NULL,
  search @text NOT NULL,
  score INTEGER NOT NULL,
  consent @text NOT NULL,
  body_hash @text NOT NULL,
  token_hash @text NOT NULL,
  import BIGINT NOT NULL,
  starred INTEGER NOT NULL
);
CREATE INDEX responses_by_seq ON responses (seq) WHERE seq > 0;
CREATE INDEX responses_by_survey ON responses (survey, status);
CREATE INDEX responses_started ON responses (changed_at) WHERE status = 'started';
CREATE INDEX responses_by_import ON responses (import) WHERE import > 0;
CREATE TABLE imports (
  id BIGINT PRIMARY KEY,
  survey @text NOT NULL,
  file_name @text NOT NULL,
  file_hash @text NOT NULL,
  state @text NOT NULL CHECK (state IN ('loading', 'visible', 'undone')),
  row_count BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by @text NOT NULL
);
CREATE TABLE links (
  token_hash @text PRIMARY KEY,
  survey @text NOT NULL,
  contact @text NOT NULL,
  created_at BIGINT NOT NULL,
  response @text NOT NULL
);
CREATE TABLE users (
  id @text PRIMARY KEY,
  email @text NOT NULL UNIQUE,
  name @text NOT NULL,
  role @text NOT NULL,
  password @text NOT NULL,
  language @text NOT NULL,
  theme @text NOT NULL,
  single_keys INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  last_login_at BIGINT NOT NULL
);
CREATE TABLE sessions (
  token_hash @text PRIMARY KEY,
  user_id @text NOT NULL,
  csrf @text NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE TABLE tokens (
  id @text PRIMARY KEY,
  token_hash @text NOT NULL UNIQUE,
  name @text NOT NULL,
  rights @text NOT NULL,
  created_by @text NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL
);
CREATE TABLE seen (
  user_id @text NOT NULL,
  page @text NOT NULL,
  seq BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (user_id, page)
);
