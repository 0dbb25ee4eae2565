using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Settings;

/// <summary>The one way settings are read and checked: at the start, all of them, each wrong one named with what is allowed.</summary>
public static class SettingsServices
{
    /// <summary>
    /// Adds the settings of a section as <typeparamref name="T"/>. A value that cannot be read, one that is not allowed and a
    /// name that is no setting stop the start with an <see cref="OptionsValidationException"/> that names them.
    /// </summary>
    /// <typeparam name="T">A class with a property for each setting.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configuration">All settings.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="problems">What is wrong with the values, one sentence each, beginning with the setting's name.</param>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services, IConfiguration configuration, string section, Func<T, IEnumerable<string>> problems) where T : class
    {
        var values = configuration.GetSection(section);
        services.AddOptions<T>().Configure(options =>
        {
            // Before they are bound: the binder's own message tells of types.
            if (Unreadable<T>(values).ToArray() is { Length: > 0 } wrong) throw new OptionsValidationException(section, typeof(T), wrong);
            values.Bind(options);
        }).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new Check<T>(problems));
        return services.AddSingleton(s => s.GetRequiredService<IOptions<T>>().Value);
    }

    private static IEnumerable<string> Unreadable<T>(IConfigurationSection section)
    {
        var settings = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var value in section.GetChildren())
        {
            if (!settings.TryGetValue(value.Key, out var setting))
                yield return $"{value.Path} is no setting; section {section.Key} has {string.Join(", ", settings.Keys.Order(StringComparer.Ordinal))}.";
            else if (value.Value is { } text && !IsReadable(setting.PropertyType, text))
                yield return $"{value.Path} is '{text}', which is not {Kind(setting.PropertyType)}.";
        }
    }

    private static bool IsReadable(Type type, string text)
    {
        var converter = TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type);
        if (!converter.CanConvertFrom(typeof(string))) return true;
        try
        {
            return converter.ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private static string Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double => "a number",
        TypeCode.Boolean => "true or false",
        _ => "a value it can have",
    };

    private sealed class Check<T>(Func<T, IEnumerable<string>> problems) : IValidateOptions<T> where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options) =>
            problems(options).ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }
}
