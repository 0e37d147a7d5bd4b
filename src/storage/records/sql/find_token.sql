SELECT id, token_hash, name, role, created_by, created_at FROM tokens WHERE token_hash = :hash
