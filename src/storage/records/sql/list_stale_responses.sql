SELECT id, survey, version, status, seq, page, day, started_at, changed_at, finished_at, channel, language, account,
contact, segment, partner, role, tenure, stage, attributes, answers, comment, search, score, consent, body_hash,
token_hash, import, starred
FROM responses WHERE status = 'started' AND changed_at < :before
  AND (token_hash = '' OR changed_at < :linked_before) ORDER BY changed_at LIMIT 500
