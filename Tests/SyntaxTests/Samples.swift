/// Documents as operators write them.
enum Samples {
  static let schedule = """
    maintenance_schedule:
      daily:
        - system_health_checks
        - log_rotation
        - backup_verification
        - performance_monitoring
      
      weekly:
        - security_updates
        - dependency_updates
        - capacity_review
        - maintenance_window_preparation
      
      monthly:
        - system_updates
        - security_patches
        - performance_optimization
        - maintenance_window_execution
      
      quarterly:
        - major_updates
        - security_audit
        - capacity_planning
        - disaster_recovery_testing

    """

  static let windows = """
    maintenance_windows:
      weekly:
        day: Sunday
        time: "02:00-04:00"
        duration: 2_hours
        type: routine_maintenance
      
      monthly:
        day: First_Sunday
        time: "02:00-06:00"
        duration: 4_hours
        type: system_updates
      
      quarterly:
        day: First_Sunday
        time: "02:00-08:00"
        duration: 6_hours
        type: major_updates
      
      emergency:
        time: "as_needed"
        duration: variable
        type: critical_fixes

    """

  static let runbook = """
    # Deploys a configuration.
    description: Deploy a new nginx configuration
    category: adaptive                # preventive | corrective
    params:
      source: {required: true, pattern: "/[^ ]+", help: "folder with the\\tnew files"}
      environment:
        default: staging
        choices: [
          staging, # the usual one
          'production',
        ]
    change:
      - name: install the files
        run: |
          cp -r "$source/." /etc/nginx/

          echo 'done: ok'   # not a comment
        timeout: 2h
      - run: >-
          systemctl
          reload nginx
      -
        - é: "\\u00e9"
        - a plain text
          over two lines
    reason: 'it''s needed'
    empty:
    ...

    """

  static let all = [schedule, windows, runbook]
}
