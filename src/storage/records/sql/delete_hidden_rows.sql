DELETE FROM responses WHERE id IN (SELECT id FROM responses WHERE import = :import AND import > 0 LIMIT 5000)
