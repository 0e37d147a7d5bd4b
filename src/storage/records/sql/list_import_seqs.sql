SELECT seq FROM responses WHERE import = :import ORDER BY seq
