SELECT id, survey, version, status, seq, page, day, started_at, changed_at, finished_at, channel, language, account, 
contact, segment, partner, role, tenure, stage, attributes, answers, comment, search, score, consent, body_hash, 
token_hash, import, starred
FROM responses WHERE seq > :after AND seq > 0 AND import NOT IN (SELECT id FROM imports WHERE state <> 'visible') ORDER BY seq LIMIT :count
