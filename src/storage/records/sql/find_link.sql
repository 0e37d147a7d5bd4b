SELECT token_hash, survey, contact, created_at, response FROM links WHERE token_hash = :hash
