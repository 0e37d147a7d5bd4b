SELECT seq, status, body_hash FROM responses WHERE id = :id
