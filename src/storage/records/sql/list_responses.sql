SELECT id, survey, version, status, seq, page, day, started_at, changed_at, finished_at, channel, language, account,
contact, segment, partner, role, tenure, stage, attributes, answers, comment, search, score, consent, body_hash,
token_hash, import, starred
FROM responses
WHERE seq > :after AND seq > 0 AND seq < :before AND import NOT IN (SELECT id FROM imports WHERE state <> 'visible')
  AND (:survey = '' OR survey = :survey)
  AND (:channel = '' OR channel = :channel)
  AND (:stage = '' OR stage = :stage)
  AND (:segment = '' OR segment = :segment)
  AND (:account = '' OR account = :account)
  AND (:role = '' OR role = :role)
  AND score >= :score_from AND score <= :score_to
  AND day >= :day_from AND day <= :day_to
  AND (:with_comment = 0 OR comment <> '')
  AND (:only_starred = 0 OR starred = 1)
  AND (:pattern = '' OR search LIKE :pattern ESCAPE '!')
  AND (:scope = '' OR partner = :scope)
ORDER BY seq DESC LIMIT :count
