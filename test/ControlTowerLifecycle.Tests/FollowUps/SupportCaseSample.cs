using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Tests.FollowUps;

internal static class SupportCaseSample
{
    /// <summary>The defaults.</summary>
    public static SupportCaseTemplate Template { get; } = new()
    {
        ServiceCode = SupportCaseTemplate.DefaultServiceCode,
        CategoryCode = SupportCaseTemplate.DefaultCategoryCode,
        SeverityCode = SupportCaseTemplate.DefaultSeverityCode,
        Subject = SupportCaseTemplate.DefaultSubject,
        Body = SupportCaseTemplate.DefaultBody,
        Language = SupportCaseTemplate.DefaultLanguage,
    };
}
