SELECT seq, status, body_hash, survey FROM responses WHERE id = :id
