INSERT INTO links (token_hash, survey, contact, created_at, response) VALUES (:hash, :survey, :contact, :at, '')
