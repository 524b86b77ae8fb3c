extension Maint {
  /// From now on maint sees a clock that stands still at the moment, as faketime and FAKETIME_FMT read it; nil: the host's.
  ///
  /// faketime names what it shares after its own process id, and fails where a process of that id that was killed has left
  /// such a name behind: on a busy machine ids come round soon. The shell has the id that faketime will have.
  func setClock(_ moment: String?) {
    prefix =
      moment.map { moment in
        let names = #"/dev/shm/faketime_shm_$$ /dev/shm/sem.faketime_sem_$$"#
        return ["/bin/sh", "-c", #"rm -f \#(names); exec /usr/bin/faketime -f "$@""#, "sh", moment]
      } ?? []
  }
}
