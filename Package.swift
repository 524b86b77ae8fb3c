// swift-tools-version: 6.2
import PackageDescription

// Release builds carry the Swift runtime in the executable: it starts in a third of the time and runs on hosts without
// a toolchain. `swift build -c release -Xswiftc -static-executable` adds libc and libsqlite3.
//
// maint has one thread, so counts of references need no atomic instructions (8 % of the time to plan 10,000 tasks); functions
// in sections of their own are left out where nothing calls them, and can be put in order; and at a fixed address nothing is
// relocated at the start (0.4 ms of 2.8). Overlapping accesses are looked for by the tests, which are debug builds. Types of
// generics are asked for by calls: to look them up by their names at run time took a sixth of what a short command costs.
let release = BuildSettingCondition.when(configuration: .release)
let staticRuntime: [SwiftSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-Xfrontend", "-assume-single-threaded", "-enforce-exclusivity=unchecked", "-Xfrontend",
      "-function-sections", "-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors",
    ], release)
]
// Nothing looks names up in the executable, which -static-stdlib would export, to be searched at each start. What the runtime
// needs of C++ is in it, too: to bind the thousands of names of libstdc++.so took half of the time to start. The libraries in
// Sources/maint/static are linker scripts, found before the system's of the same names, that name the archives instead.
let staticRuntimeLink: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-use-ld=lld", "-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic",
      "-L\(Context.packageDirectory)/Sources/maint/static",
    ], release)
]

// What everyday commands call lies together, so that a run holds a quarter less memory: Tests/Benchmarks/order. Functions
// that have no name, of a few bytes each and everywhere, cannot be listed: all of them lie before (unnamed.ld).
let functionOrder: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/Sources/maint/functions.order",
      "-Xlinker", "--no-warn-symbol-ordering", "-Xlinker", "\(Context.packageDirectory)/Sources/maint/unnamed.ld",
    ], release)
]

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

// Swift's functions for texts in texts bring its regular expressions, 0.8 MB of code: TextSearch has what is needed.
let withoutRegularExpressions: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

/// Small rather than fast: nobody waits for a loop in them, and what is small is less to read and to hold in memory.
let small: Set = ["Checklists", "CommandLine", "Formatting", "Linting", "Metrics", "Notification", "Rehearsal"]

/// Calculate for minutes in tests: they are optimized there, too, and check what other debug builds check.
let calculating: Set = ["Backups", "Diagnostics", "Linting", "Planning", "Scheduling", "Statistics", "Syntax"]

/// A module and what it may import; Tests/ArchitectureTests holds the sources to the same table.
func module(_ name: String, imports: [String] = []) -> Target {
  let size: [SwiftSetting] = small.contains(name) ? [.unsafeFlags(["-Osize"], release)] : []
  let speed: [SwiftSetting] =
    calculating.contains(name)
    ? [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))] : []
  return .target(
    name: name, dependencies: imports.map { .byName(name: $0) },
    swiftSettings: strict + staticRuntime + withoutRegularExpressions + size + speed)
}

func tests(_ name: String, imports: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: (imports + ["TestSupport"]).map { .byName(name: $0) }, swiftSettings: strict)
}

let package = Package(
  name: "maint",
  products: [.executable(name: "maint", targets: ["maint"])],
  targets: [
    .target(name: "CLinux", cSettings: [.treatAllWarnings(as: .error)]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    module("Hashing", imports: ["CLinux"]),
    module("TextSearch"),
    module("Diagnostics"),
    module("Syntax", imports: ["Diagnostics", "TextSearch"]),
    module("Formatting", imports: ["Diagnostics", "Syntax"]),
    module("Checklists", imports: ["Diagnostics", "TextSearch"]),
    module("Scheduling"),
    module("JSON", imports: ["Scheduling"]),
    module("Statistics"),
    module("Metrics", imports: ["Scheduling", "Statistics"]),
    module("Catalog", imports: ["Diagnostics", "Syntax", "Scheduling", "TextSearch"]),
    module("Planning", imports: ["Diagnostics", "Catalog", "Scheduling"]),
    module(
      "Linting", imports: ["Catalog", "Diagnostics", "Metrics", "Planning", "Scheduling", "Syntax", "TextSearch"]),
    module("Supervision", imports: ["CLinux"]),
    module("Backups", imports: ["CLinux", "Hashing", "Scheduling", "Supervision", "TextSearch"]),
    module("Rehearsal", imports: ["Backups", "CLinux"]),
    module("Execution", imports: ["Catalog", "Planning", "Scheduling"]),
    module("RunLog", imports: ["CSQLite", "Catalog", "Execution", "Hashing", "JSON", "Planning", "Scheduling"]),
    module("Notification", imports: ["Catalog", "Execution", "JSON", "RunLog", "Scheduling"]),
    module(
      "Reporting",
      imports: [
        "Catalog", "Checklists", "Diagnostics", "Execution", "Hashing", "JSON", "Metrics", "Planning", "Rehearsal",
        "RunLog", "Scheduling", "Statistics", "Syntax", "TextSearch",
      ]),
    module(
      "CommandLine",
      imports: [
        "Backups", "CLinux", "CSQLite", "Catalog", "Checklists", "Diagnostics", "Execution", "Formatting", "Hashing",
        "JSON", "Linting", "Metrics", "Notification", "Planning", "Rehearsal", "Reporting", "RunLog", "Scheduling",
        "Supervision", "Syntax", "TextSearch",
      ]),
    .executableTarget(
      name: "maint", dependencies: ["CommandLine"], exclude: ["functions.order", "static", "unnamed.ld"],
      swiftSettings: strict + staticRuntime, linkerSettings: staticRuntimeLink + functionOrder),
    .target(name: "TestSupport", dependencies: ["CLinux"], path: "Tests/TestSupport", swiftSettings: strict),
    tests("Hashing", imports: ["CLinux", "Hashing"]),
    tests("Checklists", imports: ["Catalog", "Checklists", "Diagnostics"]),
    tests("TextSearch", imports: ["TextSearch"]),
    tests("Scheduling", imports: ["Scheduling"]),
    tests("Statistics", imports: ["Statistics"]),
    tests("Metrics", imports: ["Metrics", "Scheduling"]),
    tests("Catalog", imports: ["Catalog", "Diagnostics", "Scheduling", "Syntax"]),
    tests("Supervision", imports: ["Supervision"]),
    // Runs the module as a process that can be killed: the tests' and the benchmark's.
    .executableTarget(
      name: "backup-driver", dependencies: ["Backups"], path: "Tests/BackupDriver",
      swiftSettings: strict + staticRuntime, linkerSettings: staticRuntimeLink),
    tests("Backups", imports: ["Backups", "CLinux", "Scheduling", "backup-driver"]),
    // Goes into the sandbox in place of the tests' process, which could not come back.
    .executableTarget(
      name: "rehearsal-driver", dependencies: ["Rehearsal"], path: "Tests/RehearsalDriver", swiftSettings: strict),
    tests("Rehearsal", imports: ["CLinux", "Rehearsal", "rehearsal-driver"]),
    tests("Execution", imports: ["Catalog", "Diagnostics", "Execution", "Planning", "Scheduling"]),
    tests("Architecture"),
    tests(
      "CommandLine",
      imports: [
        "CSQLite", "Catalog", "CommandLine", "Diagnostics", "Execution", "Planning", "Reporting", "RunLog",
        "Scheduling",
      ]),
    tests("Planning", imports: ["Planning", "Catalog", "Diagnostics", "Scheduling"]),
    tests(
      "Reporting",
      imports: ["Reporting", "Catalog", "Diagnostics", "Execution", "JSON", "Planning", "RunLog", "Scheduling"]),
    // Drives the executable, which is built first because it is named here.
    tests("CLI", imports: ["maint", "Catalog", "Diagnostics", "Planning", "Reporting", "Syntax"]),
    tests("Runbook", imports: ["maint", "Catalog", "Diagnostics"]),
    tests("RunLog", imports: ["CSQLite", "Catalog", "Diagnostics", "Execution", "Planning", "RunLog", "Scheduling"]),
    tests("Notification", imports: ["Catalog", "Notification", "RunLog", "Scheduling"]),
    tests("Diagnostics", imports: ["Diagnostics"]),
    tests("Linting", imports: ["Linting", "Catalog", "Diagnostics", "Planning", "Scheduling", "Syntax"]),
    tests("Syntax", imports: ["Diagnostics", "Syntax"]),
    tests("Formatting", imports: ["Diagnostics", "Formatting", "Syntax"]),
  ]
)
