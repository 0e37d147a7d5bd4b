INSERT INTO imports (id, survey, file_name, file_hash, state, row_count, created_at, created_by)
VALUES (:id, :survey, :file_name, :file_hash, 'loading', 0, :at, :actor)
