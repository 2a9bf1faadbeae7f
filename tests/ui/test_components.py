"""Each component renders what a reader needs, whatever the page around it holds."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator

from ui.clocks import Clock

SPRITE = "/static/vendor/tabler-icons/sprite.svg"


def icon(name: str) -> str:
    return f'<svg class="icon" aria-hidden="true"><use href="{SPRITE}#{name}"></use></svg>'


def test_an_icon_is_decoration_unless_it_has_a_label(draw, same):
    same(draw('<c-icon name="search" />'), icon("search"))
    same(
        draw('<c-icon name="logout" label="退出" />'),
        f'<svg class="icon" role="img" aria-label="退出"><use href="{SPRITE}#logout"></use></svg>',
    )


def test_a_component_sees_nothing_of_the_page_around_it(draw, same):
    html = draw('<c-card title="名称">内容</c-card>', id="leak", foot="leak", actions="leak")
    same(
        html,
        '<section class="card"><div class="card-header"><h2 class="card-title">名称</h2></div>'
        '<div class="card-body">内容</div></section>',
    )


def test_text_from_outside_is_escaped(draw):
    html = draw("<c-page-head :title='name' :lead='name' />", name="<script>x</script>")
    assert html.count("&lt;script&gt;x&lt;/script&gt;") == 2
    assert "<script>" not in html


def test_page_head_with_everything(draw, same):
    same(
        draw(
            '<c-page-head title="职业目录" lead="共八大类" back="/guide/" back_label="办事指南">'
            '<a class="btn" href="/x/">导出</a></c-page-head>'
        ),
        '<header class="page-head"><div class="page-head-text"><a class="page-head-back" '
        f'href="/guide/">{icon("chevron-left")}办事指南</a><h1>职业目录</h1>'
        '<p class="lead">共八大类</p></div><div class="page-head-actions">'
        '<a class="btn" href="/x/">导出</a></div></header>',
    )


def test_status_is_a_word_with_a_tone(draw, same):
    same(
        draw('<c-status tone="warn">待补正</c-status>'),
        '<span class="sign sign-warn">待补正</span>',
    )


def clock_text(draw, clock: Clock) -> tuple[str, str]:
    html = draw("<c-clock :clock='clock' />", clock=clock)
    tone = html.split('class="clock clock-', 1)[1].split('"', 1)[0]
    words = [part.split("</span>")[0] for part in html.split('<span class="clock-')[1:]]
    return tone, " ".join(word.split(">", 1)[1].strip() for word in words)


@pytest.mark.parametrize(
    ("clock", "tone", "text"),
    [
        (
            Clock(day=6, total=10, due_on=date(2026, 12, 1)),
            "ok",
            "第 6 天 / 共 10 个工作日 还剩 4 个工作日 2026年12月1日 到期",
        ),
        (
            Clock(day=9, total=10, due_on=date(2027, 1, 5), estimated=True),
            "warn",
            "第 9 天 / 共 10 个工作日 还剩 1 个工作日 预计 2027年1月5日 到期",
        ),
        (
            Clock(day=12, total=10, due_on=date(2026, 11, 19)),
            "danger",
            "第 12 天 / 共 10 个工作日 已逾期 2 个工作日 2026年11月19日 到期",
        ),
        (
            Clock(day=6, total=10, due_on=date(2026, 11, 27), stopped_on=date(2026, 11, 23)),
            "ok",
            "第 6 天 / 共 10 个工作日 按期办结 2026年11月27日为限",
        ),
    ],
)
def test_a_clock_says_in_words_what_its_colour_says(draw, clock, tone, text):
    assert clock_text(draw, clock) == (tone, text)


def test_a_level_lights_as_many_steps_as_it_stands_high(draw):
    lit = {
        number: draw(f'<c-level-badge number="{number}" label="x" />').count('class="lit"')
        for number in (5, 4, 3, 2, 1)
    }
    assert lit == {5: 1, 4: 2, 3: 3, 2: 4, 1: 5}
    assert "<svg" not in draw('<c-level-badge label="首席技师" />')


def test_a_rule_shows_its_clause_or_that_it_is_our_own(draw, same):
    rule = {"cite": "宣传提纲 六“受理备案”", "clauses": ["LC-10", "LC-12"], "default": False}
    same(
        draw("<c-basis :basis='rule' />", rule=rule),
        '<span class="basis" data-clauses="LC-10 LC-12">依据：宣传提纲 六“受理备案”</span>',
    )
    same(
        draw("<c-basis :basis='rule' />", rule={"cite": "", "clauses": [], "default": True}),
        '<span class="basis basis-default">本系统默认</span>',
    )


def test_a_missing_value_says_so(draw, same):
    same(
        draw('<c-definitions><c-definition term="邮箱"></c-definition></c-definitions>'),
        '<dl class="definitions"><div class="definition"><dt>邮箱</dt>'
        '<dd><span class="unset">未填写</span></dd></div></dl>',
    )


def test_a_timeline_tells_moments_in_china_and_days_as_days(draw):
    events = [
        {
            "title": "受理",
            "at": datetime(2026, 11, 20, 1, 5, tzinfo=ZoneInfo("UTC")),
            "actor": "受理岗",
        },
        {"title": "开户", "at": date(2026, 11, 9)},
    ]
    html = draw("<c-timeline :events='events' />", events=events)
    times = [part.split("</time>")[0] for part in html.split("<time ")[1:]]
    assert times == [
        'datetime="2026-11-20T01:05:00+00:00">2026年11月20日 09:05',
        'datetime="2026-11-09">2026年11月9日',
    ]
    assert "尚无记录" in draw("<c-timeline :events='events' />", events=[])


def test_a_task_says_its_state_and_leads_on_only_where_it_may(draw, same):
    tasks = [
        {"title": "基本情况", "url": "/a/", "state": "done"},
        {"title": "材料", "state": "todo", "hint": "先填写基本情况"},
    ]
    same(
        draw("<c-task-list :tasks='tasks' />", tasks=tasks),
        '<ol class="task-list">'
        '<li class="task"><div class="task-text"><a href="/a/">基本情况</a></div>'
        '<span class="sign sign-ok">已完成</span></li>'
        '<li class="task"><div class="task-text"><span>材料</span>'
        '<p class="task-hint">先填写基本情况</p></div>'
        '<span class="sign sign-neutral">未开始</span></li></ol>',
    )


@pytest.mark.parametrize(
    ("count", "shown", "spoken"),
    [(0, None, "没有未读消息"), (3, "3", "3 条未读消息"), (128, "99+", "128 条未读消息")],
)
def test_the_bell_tells_the_number_to_eyes_and_ears(draw, count, shown, spoken):
    html = draw("<c-notices-bell :count='count' href='/n/' />", count=count)
    badge = html.split('aria-hidden="true">', 2)[2].split("<")[0] if "bell-count" in html else None
    assert (badge, html.split('class="visually-hidden">')[1].split("<")[0]) == (shown, spoken)


def test_a_pager_keeps_the_query_of_the_address(draw):
    page = Paginator(range(100), 10).page(5)
    html = draw("<c-pagination :page='page' />", at="/o/?search=电工&level=3&page=5", page=page)
    links = [part.split('"')[0] for part in html.split('href="')[1:] if part.startswith("?")]
    kept = "?search=%E7%94%B5%E5%B7%A5&amp;level=3&amp;page="
    assert links == [kept + str(number) for number in (4, 1, 4, 6, 10, 6)]
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_pager(draw):
    page = Paginator(range(10), 10).page(1)
    assert draw("<c-pagination :page='page' />", page=page).strip() == ""


def test_a_confirmation_submits_without_scripts_and_names_itself_in_its_dialog(draw, same):
    same(
        draw(
            '<c-confirm label="撤回" title="撤回申请？" confirm="确认撤回">'
            "可以重新提交。</c-confirm>"
        ),
        '<span class="confirm" data-confirm>'
        '<button class="btn btn-outline-danger" type="submit">撤回</button>'
        '<dialog class="dialog" aria-label="撤回申请？"><h2>撤回申请？</h2>'
        '<div class="dialog-text">可以重新提交。</div><div class="dialog-actions">'
        '<button class="btn" type="button" data-dismiss>取消</button>'
        '<button class="btn btn-danger" type="submit" name="confirmed" value="1">确认撤回</button>'
        "</div></dialog></span>",
    )


def test_a_search_box_is_a_plain_form_too(draw):
    html = draw("<c-search-box label='搜索职业' :value='typed' />", at="/o/", typed='"><b>')
    assert 'method="get" action=""' in " ".join(html.split())
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert 'hx-get="/o/"' in html
    assert '<label class="field-label" for="search-search">搜索职业</label>' in html


def test_messages_of_django_get_our_tones(draw):
    for tag, tone in {
        "success": "ok",
        "warning": "warn",
        "error": "danger",
        "info": "info",
    }.items():
        assert f'class="note note-{tone}"' in draw(f'<c-alert tone="{tag}">x</c-alert>')
