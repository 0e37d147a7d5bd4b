INSERT INTO tokens (id, token_hash, name, rights, created_by, created_at, last_used_at)
VALUES (:id, :hash, :name, :rights, :by, :at, 0)
