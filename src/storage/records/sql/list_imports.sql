SELECT id, survey, file_name, file_hash, state, row_count, created_at, created_by FROM imports ORDER BY id DESC
