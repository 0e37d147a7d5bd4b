-- Who a user or a token was, for the journal, once they are gone.
CREATE TABLE former_names (
  id @text PRIMARY KEY,
  name @text NOT NULL
);
