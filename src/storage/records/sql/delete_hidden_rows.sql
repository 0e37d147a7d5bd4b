DELETE FROM responses WHERE id IN (SELECT id FROM responses WHERE import = :import LIMIT 5000)
