/** What AWS is given when it is to start backups, in few words. */
export function WhatAwsGets() {
  return (
    <section>
      <h3 className="dialog-part">What is made in AWS</h3>
      <p className="m-0">
        Once for each account and region: a role, a function with its log and an alarm, a rule that
        tells of changed images where reports have an address, and, where a time zone needs them, a
        second role and a group for schedules. For each instance: the tag{" "}
        <code>amivault:protect</code> and a rule or schedule for each of its moments. All of it goes
        when nothing needs it.
      </p>
      <p className="muted small mt-2 mb-0">
        AMIVault goes on starting the backups until AWS is ready, most often a minute or two.
      </p>
    </section>
  );
}

/** What becomes of it when AMIVault is to start them again. */
export function WhatAwsLoses() {
  return (
    <section>
      <p className="m-0">
        AMIVault starts them again at once; while it is down, nothing does. Taken away in AWS: the
        instance’s tag with its rules and schedules, and with the last instance of an account and
        region also the function, its roles, log and alarm.
      </p>
      <p className="muted small mt-2 mb-0">
        Backups and images stay. What somebody else changed there is asked about first.
      </p>
    </section>
  );
}
