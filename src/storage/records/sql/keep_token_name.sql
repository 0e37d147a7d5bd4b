INSERT INTO former_names (id, name) SELECT 'token:' || id, name FROM tokens WHERE id = :id
