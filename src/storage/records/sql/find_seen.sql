SELECT seq, at FROM seen WHERE user_id = :user AND page = :page
