SELECT coalesce(max(id), 0) FROM imports WHERE survey = :survey AND file_hash = :hash AND state = 'visible'
