import FoundationEssentials
import Glibc

/// What the operating system says of this process, under Prometheus' names for it.
///
/// - Source: Prometheus documentation, "Writing client libraries", process metrics.
struct ProcessFigures {
  var cpuSeconds: Double
  var residentBytes: Int
  var openDescriptors: Int
  var mostDescriptors: Int
  /// Since 1970.
  var startSeconds: Double

  /// Nil for what cannot be read here, such as without `/proc`.
  static var now: ProcessFigures? {
    guard let status = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
    else { return nil }
    // The name in parentheses may hold spaces; fields are counted after it (proc(5)).
    guard let end = status.lastIndex(of: ")") else { return nil }
    let fields = status[status.index(after: end)...].split(separator: " ")
    guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
      let start = Double(fields[19]), let pages = Int(fields[21])
    else { return nil }
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 1
    return ProcessFigures(
      cpuSeconds: (user + system) / ticks, residentBytes: pages * sysconf(Int32(_SC_PAGESIZE)),
      openDescriptors: open - 1, mostDescriptors: Int(clamping: limit.rlim_cur),
      startSeconds: bootSeconds + start / ticks)
  }

  /// When the machine began, in seconds since 1970.
  private static var bootSeconds: Double { seconds(CLOCK_REALTIME) - seconds(CLOCK_BOOTTIME) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  func add(to text: inout PrometheusText) {
    func add(_ name: String, _ kind: PrometheusText.Kind, _ help: String, _ value: Double) {
      text.add(name, kind, help, [PrometheusText.Sample([], value)])
    }
    add(
      "process_cpu_seconds_total", .counter, "User and system time spent, in seconds.", cpuSeconds)
    add(
      "process_resident_memory_bytes", .gauge, "Memory in RAM, in bytes.", Double(residentBytes))
    add("process_open_fds", .gauge, "Open file descriptors.", Double(openDescriptors))
    add("process_max_fds", .gauge, "File descriptors that may be open.", Double(mostDescriptors))
    add(
      "process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.",
      startSeconds)
  }
}
