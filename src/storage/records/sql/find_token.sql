SELECT id, token_hash, name, rights, created_by, created_at, last_used_at FROM tokens WHERE token_hash = :hash
