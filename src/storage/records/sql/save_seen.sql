INSERT INTO seen (user_id, page, seq, at) VALUES (:user, :page, :seq, :at)
ON CONFLICT (user_id, page) DO UPDATE SET seq = excluded.seq, at = excluded.at WHERE seen.seq <= excluded.seq
