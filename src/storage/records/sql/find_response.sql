SELECT id, survey, version, status, seq, page, day, started_at, changed_at, finished_at, channel, language, account, 
contact, segment, partner, role, tenure, stage, attributes, answers, comment, search, score, consent, body_hash, 
token_hash, import, starred
FROM responses WHERE id = :id AND (:hidden_too = 1 OR import NOT IN (SELECT id FROM imports WHERE state <> 'visible'))
