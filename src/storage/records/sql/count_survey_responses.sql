SELECT count(*), coalesce(sum(CASE WHEN status = 'finished' THEN 1 ELSE 0 END), 0),
  coalesce(sum(CASE WHEN status = 'abandoned' THEN 1 ELSE 0 END), 0), coalesce(max(finished_at), 0)
FROM responses WHERE survey = :survey AND import NOT IN (SELECT id FROM imports WHERE state <> 'visible') AND (:scope = '' OR partner = :scope)
