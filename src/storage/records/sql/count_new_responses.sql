SELECT survey || '', count(*), coalesce(sum(CASE WHEN comment <> '' THEN 1 ELSE 0 END), 0),
  coalesce(sum(CASE WHEN score >= 0 AND score <= 6 THEN 1 ELSE 0 END), 0)
FROM responses
WHERE seq > :after AND seq > 0 AND finished_at > :since AND status = 'finished' AND import NOT IN (SELECT id FROM imports WHERE state <> 'visible') AND (:scope = '' OR partner = :scope) GROUP BY survey || ''
