"""Sentences about reading a notice: what is doubtful in it and why."""

TABLE: dict[str, tuple[str, str]] = {
    # the notice as a whole
    "notice.undated": (
        "没有找到通报的落款日期：没有写明时间的自报无法注明截至哪天。",
        "The notice has no date under its signature: claims without a day cannot be dated.",
    ),
    "notice.renumbered": (
        "问题编号在各部分重新开始，已按先后顺序编为 1 到 {count}。",
        "The numbering begins anew in each part; problems were numbered 1 to {count} in order.",
    ),
    "notice.number_gap": (
        "问题编号不连续，缺少：{missing}。请核对原文是否完整。",
        "The numbering leaves out {missing}; please check that the text is complete.",
    ),
    "notice.places_not_read": (
        "全文过长：从问题 {number} 起（第 {limit} 字以后）没有查找地点，请分开读入。",
        "The text is long: from problem {number} on (character {limit}) places were not read.",
    ),
    # the reply and its status word
    "notice.no_reply": ("没有找到整改情况。", "No reply to this problem was found."),
    "notice.no_status_word": (
        "整改情况没有写明是否完成，暂按未整改处理。",
        "The reply does not say how it stands; it is taken as not started.",
    ),
    "notice.no_evidence": (
        "自报完成，但没有写明时间，也没有照片、验收、监测等依据。",
        "Claimed done without a date, a photo, an acceptance or a measurement.",
    ),
    "notice.no_date": (
        "自报完成，但没有写明完成时间。",
        "Claimed done without saying when.",
    ),
    "notice.promise_only": (
        "自报完成，但写的都是今后的打算：「{words}」。",
        "Claimed done, but the reply only tells what is intended: “{words}”.",
    ),
    "notice.work_left": (
        "自报完成，但仍有未完的工作：「{words}」。",
        "Claimed done, but work is left: “{words}”.",
    ),
    "notice.given_up": (
        "自报完成，但写明不做：「{words}」。",
        "Claimed done, but the reply says that it will not be done: “{words}”.",
    ),
    "notice.cause_left": (
        "只封堵了出口，污水来源的工程仍在督促中：「{words}」，容易反弹。",
        "Only the outlet was closed; works at the source are still urged: “{words}”. May relapse.",
    ),
    # finding and reply
    "notice.earlier_claim": (
        "检查指出此前的自报不实：「{told}」，而「{truth}」。",
        "The finding says that an earlier self-report was wrong: “{told}”, but “{truth}”.",
    ),
    "notice.reply_off_topic": (
        "整改情况没有回应「{finding}…」所指的内容。",
        "The reply does not take up what was found (“{finding}…”).",
    ),
    "notice.place_not_answered": (
        "「{place}」在整改情况中没有提到。",
        "“{place}” is not mentioned in the reply.",
    ),
    "notice.term_not_answered": (
        "检查反复提到{term}，整改情况没有提到。",
        "The finding speaks of {term} more than once; the reply does not.",
    ),
    "notice.handed_over": (
        "「{place}」移交{to}，只有移交，没有结果。",
        "“{place}” was handed over to {to}: a hand-over, not a result.",
    ),
    "notice.relabelled": (
        "「{place}」改称「{words}」：改变定性不等于完成整改，请在晴天复查并取样。",
        "“{place}” was relabelled (“{words}”): not a rectification; check in dry weather, sample.",
    ),
    "notice.denied": (
        "「{place}」的问题不被认可：「{words}」。请核对当时的情况。",
        "The finding about “{place}” is denied: “{words}”. Please check the facts of the day.",
    ),
    "notice.similar_instead": (
        "以类似的代替了要求的：「{words}」。",
        "Something similar stands for what was asked: “{words}”.",
    ),
    "notice.other_title": (
        "印发的是{title}，与检查指出应印发的名称不同。",
        "What was issued is {title}, not what the finding asked for by title.",
    ),
    "notice.name_varies": (
        "「{name}」又写作：{others}。请确认是同一处。",
        "“{name}” is also called {others}; please confirm that it is one place.",
    ),
    # days
    "notice.before_it_existed": (
        "日期矛盾：{paper}的文件早于机构{founded}成立。",
        "Impossible date: the paper of {paper} is older than its agency ({founded}).",
    ),
    "notice.after_the_notice": (
        "「{day}」晚于通报日期 {issued}，却写作已经发生。",
        "“{day}” lies after the notice ({issued}) but is told as past.",
    ),
    # numbers
    "notice.rate_wrong": (
        "比率与数字不符：{total} 中完成 {done}，应为 {expected}，写作 {rate}。",
        "The rate does not follow: {done} of {total} is {expected}, the text says {rate}.",
    ),
    "notice.rate_without_base": (
        "{rate}没有写明基数：按{count}推算，任务约为 {implied}。",
        "{rate} is told without its base: by {count} the target would be about {implied}.",
    ),
    "notice.rate_alone": (
        "{rate}没有写明分子和分母。",
        "{rate} is told without numerator and denominator.",
    ),
    "notice.better_without_number": (
        "检查有具体比率，整改情况只说「{words}」，没有数字。",
        "The finding gives a rate; the reply only says “{words}”, without a number.",
    ),
    "notice.count_changed": (
        "同一数量前后不一：检查为{finding}，整改情况为{reply}。",
        "One count is told twice: {finding} in the finding, {reply} in the reply.",
    ),
    "notice.sample_not_all": (
        "检查抽查的是{finding}，整改情况说的是全部{reply}，不是同一批，不能直接比较。",
        "The finding is a sample ({finding}), the reply speaks of all ({reply}): not comparable.",
    ),
    "notice.periods_unequal": (
        "时段长短不同：{first}是 {first_days} 天，{second}是 {second_days} 天；看似 {seeming}，"
        "按每天计 {per_day}。",
        "Periods differ: {first} in {first_days} days, {second} in {second_days} days; {seeming} "
        "at first sight, {per_day} a day.",
    ),
    "notice.indicator_changed": (
        "检查说的是名次高低，整改情况说的是改善幅度的名次，两者不能直接比较。",
        "The finding ranks the level, the reply ranks the improvement: not comparable.",
    ),
    "notice.counted_not_named": (
        "有 {count} 处只计了数、没有写明是哪里：「{words}」。",
        "{count} places are counted but named nowhere: “{words}”.",
    ),
    "notice.list_count": (
        "写明 {stated} 处，列出名称的有 {named} 处。",
        "{stated} are stated, {named} are named.",
    ),
}
