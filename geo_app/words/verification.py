"""Sentences of the procedure: who may take which step, what is missing, when to look again."""

TABLE: dict[str, tuple[str, str]] = {
    # the steps, as buttons and reports name them
    "step.claim": ("自报完成", "Claim done"),
    "step.dispute": ("申辩", "Dispute"),
    "step.transfer": ("移交", "Hand over"),
    "step.accept": ("核实通过", "Accept"),
    "step.refuse": ("退回整改", "Refuse"),
    "step.revisit": ("要求复查", "Ask for another visit"),
    "step.publish": ("开始公示", "Begin the public notice"),
    "step.close": ("销号", "Close"),
    "step.set_recheck": ("定回头看日期", "Set a re-check"),
    "step.recheck": ("回头看", "Re-check"),
    "step.reopen": ("反弹，重新打开", "Reopen"),
    # not for this person
    "verification.other_site": (
        "责任单位的人只能报告本单位负责的点位（您的单位：{unit}；责任单位：{responsible}），"
        "其他点位请由整改办报告。",
        "Somebody of a responsible unit reports only on the sites of that unit (yours: {unit}; "
        "responsible: {responsible}); for others the rectification office does.",
    ),
    "verification.unit_unsaid": (
        "请先说明{name}属于哪个单位：核查和销号不能由责任单位自己做。",
        "Say first which unit {name} belongs to: the responsible unit neither verifies nor closes.",
    ),
    "verification.own_unit": (
        "{unit}是责任单位，核查和销号须由其他单位做。",
        "{unit} is the responsible unit; another one must verify and close.",
    ),
    "verification.own_claim": (
        "这次自报由{name}提交，须由另一人核查。",
        "{name} made this claim; somebody else must answer it.",
    ),
    "verification.own_photos": (
        "作为依据的照片中有{name}拍的，须由另一人核查。",
        "{name} took photos that this rests on; somebody else must judge them.",
    ),
    # not now: the history does not allow it
    "barred.nothing_claimed": ("没有自报，无从核实。", "There is no claim to accept."),
    "barred.nothing_verified": ("尚未核实通过。", "It has not been verified yet."),
    "barred.nothing_to_refuse": ("没有可退回的自报。", "There is no claim to refuse."),
    "barred.closed_needs_reopening": (
        "已销号；如有反弹，请重新打开。",
        "It is closed; if it has come back, reopen it.",
    ),
    "barred.nothing_to_revisit": (
        "没有待核实的自报，不必要求复查。",
        "No claim waits for an answer.",
    ),
    "barred.nothing_to_publish": (
        "核实通过、尚未销号时才能公示。",
        "Only what is verified and not yet closed is published.",
    ),
    "barred.nothing_to_recheck": (
        "尚未核实通过，谈不上回头看。",
        "Nothing was verified yet that could be looked at again.",
    ),
    "barred.nothing_to_reopen": (
        "尚未核实或销号，无从反弹。",
        "Nothing was verified or closed yet that could come back.",
    ),
    "barred.already_checked": (
        "已核实通过，自报、申辩、移交都不再改变状态。",
        "It is verified; a report of the responsible unit changes nothing any more.",
    ),
    # not now: something else comes first
    "verification.newer_photos": (
        "上次退回或反弹（{day}）之后还没有新照片：再次自报须有之后拍摄的照片。",
        "There is no photo newer than the last refusal or relapse ({day}); a new claim needs one.",
    ),
    "verification.visit_open": (
        "已于 {day} 要求复查，尚无新的现场检查。",
        "Another visit was asked for on {day}; none has been made yet.",
    ),
    "verification.accepted_already": ("已核实通过。", "It has been accepted already."),
    "verification.published_already": (
        "公示已于 {day} 开始。",
        "The public notice began on {day}.",
    ),
    "verification.unpublished": (
        "尚未公示：核实通过后先公示 {days} 天，再销号。",
        "Not published yet: after the acceptance a public notice of {days} days comes first.",
    ),
    "verification.notice_runs": (
        "公示期未满，{day} 起方可销号。",
        "The public notice still runs; it can be closed from {day} on.",
    ),
    "verification.closed_already": ("已销号。", "It is closed already."),
    # what is missing
    "verification.missing": (
        "证据不足，不能核实通过：{missing}",
        "The evidence does not suffice for an acceptance: {missing}",
    ),
    "verification.claim_outdated": (
        "{day} 之后另有记录，这一天的自报不起作用：请用较晚的日期。",
        "Something later than {day} is recorded, so a claim of that day counts for nothing; give a "
        "later day.",
    ),
    "verification.no_receiver": ("请写明移交给哪个单位。", "Say to whom it is handed over."),
    "verification.no_reason": ("请写明理由。", "Give the reason."),
    "verification.short_reason": (
        "特批理由至少 {least} 个字，收到 {length} 个。",
        "The reason for an exception needs at least {least} characters; got {length}.",
    ),
    "verification.long_reason": (
        "文字最多 {limit} 个字，收到 {length} 个。",
        "The text may have at most {limit} characters; got {length}.",
    ),
    "verification.foreign_photo": (
        "照片 {id} 不属于点位 {site}。",
        "Photo {id} does not belong to site {site}.",
    ),
    "verification.past_day": (
        "回头看日期 {day} 须晚于今天。",
        "The day of the re-check, {day}, must be later than today.",
    ),
    "verification.bad_day": (
        "日期应为 YYYY-MM-DD，收到：{value}",
        "The day must be a date YYYY-MM-DD; got: {value}",
    ),
    "verification.outcome_unsaid": (
        "请说明回头看的结果：没有反弹，还是已经反弹。",
        "Say what the re-check has shown: still in order, or come back.",
    ),
    "verification.by_procedure": (
        "{event}须按核查程序办理，不能直接记入。",
        "{event} is a step of the verification and cannot be recorded directly.",
    ),
    # looking again
    "recheck.after_closure": ("销号后 {days} 天回头看", "{days} days after the closure"),
    "recheck.set": ("指定回头看：{reason}", "Set by hand: {reason}"),
    # who acts
    "persona.no_name": ("请填写姓名。", "Give your name."),
    "persona.too_long": (
        "姓名和单位最多 {limit} 个字。",
        "Name and unit may have at most {limit} characters each.",
    ),
    "persona.no_role": ("没有这个角色：{role}", "There is no such role: {role}"),
}
