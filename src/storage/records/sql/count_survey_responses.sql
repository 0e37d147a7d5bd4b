SELECT count(*), coalesce(sum(CASE WHEN status = 'finished' THEN 1 ELSE 0 END), 0),
  coalesce(sum(CASE WHEN status = 'abandoned' THEN 1 ELSE 0 END), 0), coalesce(max(finished_at), 0)
FROM responses WHERE survey = :survey AND visible = 1 AND (:scope = '' OR partner = :scope)
