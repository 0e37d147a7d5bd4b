DELETE FROM tokens WHERE id = :id
