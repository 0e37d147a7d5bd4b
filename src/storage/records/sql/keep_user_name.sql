INSERT INTO former_names (id, name) SELECT id, name FROM users WHERE id = :id
