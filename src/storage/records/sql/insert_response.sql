INSERT INTO responses
  (id, survey, version, status, seq, page, day, started_at, changed_at, finished_at, channel, language, account, 
contact, segment, partner, role, tenure, stage, attributes, answers, comment, search, score, consent, body_hash, 
token_hash, import, starred)
VALUES
  (:id, :survey, :version, :status, :seq, :page, :day, :started_at, :changed_at, :finished_at, :channel, :language, 
:account, :contact, :segment, :partner, :role, :tenure, :stage, :attributes, :answers, :comment, :search, :score, 
:consent, :body_hash, :token_hash, :import, :starred)
ON CONFLICT (id) DO NOTHING
