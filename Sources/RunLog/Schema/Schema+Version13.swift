extension Schema {
  /// What a proof does not show, and for which project it holds: several may share a state folder, with runbooks of the
  /// same name. Earlier proofs say neither, and count for no project.
  static let version13 = """
    ALTER TABLE proof ADD COLUMN project TEXT NOT NULL DEFAULT ''
      /* path of the project folder, without links; '': it was not noted */;
    ALTER TABLE proof ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0
      /* steps in whose place a drill or rehearsal ran another text */;
    ALTER TABLE proof ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0
      /* steps that it left out */;
    DROP INDEX proof_runbook;
    CREATE INDEX proof_runbook ON proof (project, runbook, kind, proof);
    CREATE INDEX proof_project_task ON proof (project, task, kind, proof);
    """
}
