import Glibc

/// The number of files this process may have open.
enum DescriptorLimit {
  /// Raises the limit to `count`, or as far as the system lets this process, if it is lower.
  static func raise(to count: Int) {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = min(rlim_t(count), limit.rlim_max)
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = wanted
    // Without it connections are turned away sooner, which the loops handle.
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
