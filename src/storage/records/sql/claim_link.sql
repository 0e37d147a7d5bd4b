UPDATE links SET response = :response WHERE token_hash = :token_hash AND (response = '' OR response = :response_again)
