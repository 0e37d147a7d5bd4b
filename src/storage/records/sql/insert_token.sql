INSERT INTO tokens (id, token_hash, name, role, created_by, created_at) VALUES (:id, :hash, :name, :role, :by, :at)
