SELECT id, token_hash, name, role, created_by, created_at FROM tokens ORDER BY created_at, id
